"""The data folder: a spool that survives a crash, and Parquet files that anybody can query."""
