"""A made-up campaign for every unit of the country of 2023, with its own gold, to measure the store at scale."""
