"""Settings, split by concern: `dev` for one machine, `test` for the suite, `prod` for a public site."""
