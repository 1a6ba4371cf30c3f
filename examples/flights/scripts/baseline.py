"""A baseline without any package: the share of late flights by hour of departure, as a forecast for later flights."""

import argparse
import csv
import json
from collections import defaultdict


def late_by_hour(path):
    """Flights and late flights of each hour of the day."""
    flights, late = defaultdict(int), defaultdict(int)
    with open(path, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            flights[row["hour"]] += 1
            late[row["hour"]] += row["late"] == "true"
    return flights, late


def brier(flights, late, forecast):
    """Mean squared error of a forecast that gives every flight of an hour the same probability."""
    error = sum(late[h] * (1 - forecast(h)) ** 2 + (flights[h] - late[h]) * forecast(h) ** 2 for h in flights)
    return error / sum(flights.values())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--train", required=True)
    parser.add_argument("--test", required=True)
    parser.add_argument("--out", required=True)
    arguments = parser.parse_args()

    flights, late = late_by_hour(arguments.train)
    overall = sum(late.values()) / sum(flights.values())
    test = late_by_hour(arguments.test)
    by_hour = brier(*test, lambda hour: late[hour] / flights[hour] if flights[hour] else overall)
    constant = brier(*test, lambda hour: overall)

    metrics = {"brier": by_hour, "brier_constant": constant, "skill": 1 - by_hour / constant}
    with open(arguments.out, "w", encoding="utf-8") as file:
        json.dump(metrics, file)
    print(f"Brier score {by_hour:.4f}, a constant guess has {constant:.4f}")


if __name__ == "__main__":
    main()
