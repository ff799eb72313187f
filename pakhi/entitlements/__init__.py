"""What the law and schemes give, on which day, to whom, and what is asked of an office: rights with clocks."""
