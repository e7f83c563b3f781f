"""What is this city's own, as data. PROGRAMME_FOLDER names another city's folder."""
