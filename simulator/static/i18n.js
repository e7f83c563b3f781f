// The page's own words, in English, Portuguese and Spanish. What the bot says is the bot's business.

export const LANGUAGES = { en: "English", pt: "Português", es: "Español" };
const ORDER = ["en", "pt", "es"];
const KEY = "simulator.language";

const WORDS = {
  people: ["People", "Pessoas", "Personas"],
  search: ["Search people", "Buscar pessoas", "Buscar personas"],
  nobody_found: ["Nobody by that name.", "Ninguém com esse nome.", "Nadie con ese nombre."],
  nobody_yet: ["Nobody here yet. Add a person and say hello.", "Ainda não há ninguém. Adicione uma pessoa e diga olá.", "Aún no hay nadie. Añade una persona y saluda."],
  pick_somebody: ["Choose a person to see the chat through their eyes.", "Escolha uma pessoa para ver a conversa pelos olhos dela.", "Elige una persona para ver el chat con sus ojos."],
  pick_hint: ["On a wide screen, open a second chat beside the first with the split button.", "Em tela larga, abra uma segunda conversa ao lado com o botão de dividir.", "En pantalla ancha, abre otro chat al lado con el botón de dividir."],
  more_people: ["{count} more: search by name", "Mais {count}: busque pelo nome", "{count} más: busca por nombre"],
  add_person: ["Add a person", "Adicionar pessoa", "Añadir persona"],
  first_name: ["First name", "Nome", "Nombre"],
  last_name: ["Last name (optional)", "Sobrenome (opcional)", "Apellido (opcional)"],
  their_language: ["Language of their Telegram", "Idioma do Telegram da pessoa", "Idioma de su Telegram"],
  add: ["Add", "Adicionar", "Añadir"],
  cancel: ["Cancel", "Cancelar", "Cancelar"],
  close: ["Close", "Fechar", "Cerrar"],
  ok: ["OK", "OK", "Aceptar"],
  open: ["Open", "Abrir", "Abrir"],
  back: ["Back to the list", "Voltar à lista", "Volver a la lista"],
  open_beside: ["Open beside", "Abrir ao lado", "Abrir al lado"],
  close_chat: ["Close this chat", "Fechar esta conversa", "Cerrar este chat"],
  more: ["More", "Mais", "Más"],
  block: ["Block the bot", "Bloquear o bot", "Bloquear el bot"],
  unblock: ["Unblock the bot", "Desbloquear o bot", "Desbloquear el bot"],
  blocked: ["Blocked", "Bloqueado", "Bloqueado"],
  blocked_line: ["{name} has blocked the bot.", "{name} bloqueou o bot.", "{name} ha bloqueado el bot."],
  open_link: ["Open by a link…", "Abrir por link…", "Abrir con enlace…"],
  link_label: ["Link or start code", "Link ou código de início", "Enlace o código de inicio"],
  link_hint: ["For example {example}", "Por exemplo {example}", "Por ejemplo {example}"],
  link_wrong: ["That is not a start link: letters, digits, _ and - only, up to 64.", "Isso não é um link de início: só letras, números, _ e -, até 64.", "Eso no es un enlace de inicio: solo letras, números, _ y -, hasta 64."],
  start: ["Start", "Iniciar", "Iniciar"],
  what_can_it_do: ["What can this bot do?", "O que este bot pode fazer?", "¿Qué puede hacer este bot?"],
  never_started: ["Has not started the bot", "Ainda não iniciou o bot", "Aún no inició el bot"],
  message: ["Message", "Mensagem", "Mensaje"],
  write_to: ["Write as {name}", "Escrever como {name}", "Escribir como {name}"],
  send: ["Send", "Enviar", "Enviar"],
  attach: ["Attach a photo or a file", "Anexar foto ou arquivo", "Adjuntar foto o archivo"],
  caption: ["Caption (optional)", "Legenda (opcional)", "Leyenda (opcional)"],
  as_photo: ["As a photo", "Como foto", "Como foto"],
  as_file: ["As a file", "Como arquivo", "Como archivo"],
  as_voice: ["As a voice note", "Como mensagem de voz", "Como nota de voz"],
  record: ["Record a voice note", "Gravar mensagem de voz", "Grabar nota de voz"],
  stop_and_send: ["Stop and send", "Parar e enviar", "Parar y enviar"],
  throw_away: ["Throw away", "Descartar", "Descartar"],
  recording: ["Recording {time}", "Gravando {time}", "Grabando {time}"],
  no_microphone: ["No microphone here: choose a sound file instead.", "Sem microfone aqui: escolha um arquivo de som.", "Sin micrófono aquí: elige un archivo de sonido."],
  commands: ["Commands", "Comandos", "Comandos"],
  show_keyboard: ["Show the keyboard", "Mostrar o teclado", "Mostrar el teclado"],
  hide_keyboard: ["Hide the keyboard", "Esconder o teclado", "Ocultar el teclado"],
  reply: ["Reply", "Responder", "Responder"],
  reply_to: ["Reply to {name}", "Resposta a {name}", "Respuesta a {name}"],
  edit: ["Edit", "Editar", "Editar"],
  editing: ["Editing", "Editando", "Editando"],
  copy: ["Copy the text", "Copiar o texto", "Copiar el texto"],
  copied: ["Copied", "Copiado", "Copiado"],
  edited: ["edited", "editada", "editado"],
  sent: ["Sent", "Enviada", "Enviado"],
  read: ["Read by the bot", "Lida pelo bot", "Leído por el bot"],
  you: ["You", "Você", "Tú"],
  typing: ["typing…", "digitando…", "escribiendo…"],
  uploading: ["sending a file…", "enviando um arquivo…", "enviando un archivo…"],
  recording_action: ["recording…", "gravando…", "grabando…"],
  bot: ["bot", "bot", "bot"],
  unread: { one: ["{count} unread", "{count} não lida", "{count} sin leer"], other: ["{count} unread", "{count} não lidas", "{count} sin leer"] },
  to_bottom: ["To the newest message", "Ir à mensagem mais recente", "Ir al mensaje más reciente"],
  new_messages: ["New messages", "Novas mensagens", "Mensajes nuevos"],
  today: ["Today", "Hoje", "Hoy"],
  yesterday: ["Yesterday", "Ontem", "Ayer"],
  photo: ["Photo", "Foto", "Foto"],
  enlarge: ["Enlarge the photo", "Ampliar a foto", "Ampliar la foto"],
  document: ["File", "Arquivo", "Archivo"],
  download: ["Download {name}", "Baixar {name}", "Descargar {name}"],
  voice: ["Voice note", "Mensagem de voz", "Nota de voz"],
  audio: ["Audio", "Áudio", "Audio"],
  video: ["Video", "Vídeo", "Vídeo"],
  video_note: ["Video note", "Mensagem de vídeo", "Nota de vídeo"],
  sticker: ["Sticker", "Figurinha", "Sticker"],
  contact: ["Contact", "Contato", "Contacto"],
  location: ["Location", "Localização", "Ubicación"],
  unknown_message: ["A message this page cannot show", "Uma mensagem que esta página não mostra", "Un mensaje que esta página no muestra"],
  play: ["Play", "Tocar", "Reproducir"],
  pause: ["Pause", "Pausar", "Pausar"],
  position: ["Position", "Posição", "Posición"],
  cannot_play: ["This sound cannot be played here", "Este som não toca aqui", "Este sonido no se reproduce aquí"],
  poll: ["Poll", "Enquete", "Encuesta"],
  anonymous_poll: ["Anonymous poll", "Enquete anônima", "Encuesta anónima"],
  quiz: ["Quiz", "Quiz", "Cuestionario"],
  poll_closed: ["Final results", "Resultado final", "Resultado final"],
  vote: ["Vote", "Votar", "Votar"],
  retract: ["Take the vote back", "Retirar o voto", "Retirar el voto"],
  votes: { one: ["{count} vote", "{count} voto", "{count} voto"], other: ["{count} votes", "{count} votos", "{count} votos"] },
  no_votes: ["No votes yet", "Nenhum voto ainda", "Aún sin votos"],
  right: ["Right", "Certo", "Correcto"],
  wrong: ["Wrong", "Errado", "Incorrecto"],
  explanation: ["Explanation", "Explicação", "Explicación"],
  spoiler: ["Hidden text, press to show", "Texto oculto, pressione para ver", "Texto oculto, pulsa para ver"],
  show_all: ["Show all", "Mostrar tudo", "Mostrar todo"],
  sent_data: ["Data from “{button}” were sent to the bot", "Dados de “{button}” foram enviados ao bot", "Los datos de «{button}» se enviaron al bot"],
  pinned: ["The bot pinned “{text}”", "O bot fixou “{text}”", "El bot fijó «{text}»"],
  via: ["via {bot}", "via {bot}", "vía {bot}"],
  share_contact: ["Send this person's number to the bot?", "Enviar o número desta pessoa ao bot?", "¿Enviar el número de esta persona al bot?"],
  share_location: ["Send a location to the bot?", "Enviar uma localização ao bot?", "¿Enviar una ubicación al bot?"],
  reconnecting: ["Reconnecting…", "Reconectando…", "Reconectando…"],
  failed: ["That did not work: {reason}", "Não deu certo: {reason}", "No funcionó: {reason}"],
  no_answer: ["The bot has not answered yet.", "O bot ainda não respondeu.", "El bot aún no ha respondido."],
  theme: ["Light or dark", "Claro ou escuro", "Claro u oscuro"],
  language: ["Language of this page", "Idioma desta página", "Idioma de esta página"],
  clock: ["The bot's clock", "Relógio do bot", "Reloj del bot"],
  next_hour: ["Next hour", "Próxima hora", "Próxima hora"],
  tomorrow_morning: ["Tomorrow morning", "Amanhã de manhã", "Mañana por la mañana"],
  next_week: ["Next week", "Próxima semana", "Próxima semana"],
  local_telegram: ["Local Telegram", "Telegram local", "Telegram local"],
  mini_app: ["Mini App", "Mini App", "Mini App"],
  leave_app: ["Close it and lose what you changed?", "Fechar e perder o que mudou?", "¿Cerrar y perder los cambios?"],
  chat_with: ["Chat of {name} with {bot}", "Conversa de {name} com {bot}", "Chat de {name} con {bot}"],
  nothing_found: ["Nothing found", "Nada encontrado", "Nada encontrado"],
};

let current = choose();

function choose() {
  const stored = localStorage.getItem(KEY);
  if (stored in LANGUAGES) return stored;
  const wanted = navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase());
  return wanted.find((tag) => tag in LANGUAGES) ?? "en";
}

export const language = () => current;

/** The page's language as a full tag, for dates and numbers. */
export const locale = () => ({ en: "en-GB", pt: "pt-BR", es: "es" })[current];

export function setLanguage(tag) {
  current = tag;
  localStorage.setItem(KEY, tag);
  document.documentElement.lang = locale();
}

/** The sentence for a key; `count` chooses the plural, the other values fill the named places. */
export function t(key, values = {}) {
  const entry = WORDS[key];
  const forms = Array.isArray(entry) ? entry : entry[new Intl.PluralRules(locale()).select(values.count)] ?? entry.other;
  return forms[ORDER.indexOf(current)].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}
