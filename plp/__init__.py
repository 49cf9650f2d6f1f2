"""The project: its settings and addresses (roof), and what every app may use (`plp.core`)."""
