"""What studying is: texts, questions, banks, marking, memory, sittings and their store. No screen in here."""
