"""Made-up people: first names and family names put together by lot, no one in particular."""

LEARNERS = (
    "Marta Lagoa", "Davi Serrano", "Rosa Caminha", "Túlio Prata", "Inês Vereda", "Caio Montes", "Lívia Ramal",
    "Otávio Pedra", "Nara Ribas", "Saulo Campina", "Helena Mirante", "Ícaro Veiga", "Teresa Barra", "Murilo Horta",
    "Alice Fonte", "Renato Colina", "Yara Pampa", "Elias Ponte", "Vera Sabará", "Joel Maia", "Clara Vargem",
    "Ruan Curral", "Lúcia Palma", "Bento Ouro", "Sofia Lavras", "Artur Várzea",
)  # fmt: skip

WAITING = ("Paula Encosta", "Igor Ladeira", "Marina Chafariz", "Tomás Baía", "Rute Alameda")

VOLUNTEERS = ("Emma Quarry", "Noah Vale", "Giulia Ponti", "Lukas Hain", "Camille Rive", "Pablo Cerro", "Mei Lin")
