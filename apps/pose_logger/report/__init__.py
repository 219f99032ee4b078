"""What the logger's data say about a range of days, and ways to print it.

Questions are Ibis expressions (:mod:`footfall`, :mod:`dwell`, :mod:`stays`, :mod:`crossings`,
:mod:`floor`), which a :mod:`backend <backends>` answers from the Parquet files; :mod:`analysis`
makes an :class:`~apps.pose_logger.report.answers.Report` of them.
"""
