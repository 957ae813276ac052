"""What crosses services: fences, journeys, faults, speed."""
