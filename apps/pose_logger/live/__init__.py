"""Who is where at this moment, for what is on the local network: numbers of people, by zone."""
