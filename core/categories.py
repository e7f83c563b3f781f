"""Who somebody is to the city."""

from enum import StrEnum


class Category(StrEnum):
    """The learner categories the programme knows; a city opens those it serves (programme.toml)."""

    EFFECTIVE = "effective"
    COMMISSIONED = "commissioned"
    PUBLIC_EMPLOYEE = "public_employee"
    SECONDED = "seconded"
    MUNICIPAL_TEACHER = "municipal_teacher"
    MUNICIPAL_PUPIL = "municipal_pupil"
    MIGRANT = "migrant"
    CITIZEN = "citizen"

    @property
    def serves_the_city(self) -> bool:
        """Whether such a person works in a department; others live in a regional."""
        return self not in {Category.MUNICIPAL_PUPIL, Category.MIGRANT, Category.CITIZEN}
