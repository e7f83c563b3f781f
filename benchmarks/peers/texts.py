"""What both bare bots say, about as long as an exercise."""

FEEDBACK = "<b>Right!</b>\nBom dia, em que posso ajudar?\n\n<b>What does it mean?</b>\nWhere is the nearest health post"


def options() -> list[str]:
    return [f"{number}. An answer about as long as a phrase" for number in range(1, 5)]
