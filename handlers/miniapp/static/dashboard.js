// Telegram hands the signed initData over in the address's fragment; it goes back to us in a header, never in a URL.
const signed = new URLSearchParams(location.hash.slice(1)).get("tgWebAppData") ?? "";

const EXCUSES = {
  401: "Abra esta página de novo pelo Telegram. · Please open this page from Telegram again.",
  403: "Esta página é só para a coordenação. · This page is for coordinators only.",
};
const AWAY = "Sem conexão agora. Tente de novo em instantes. · No connection now. Please try again in a moment.";

function say(text) {
  const line = document.createElement("p");
  line.className = "faint";
  line.textContent = text;
  document.getElementById("page").replaceChildren(line);
}

function filterRows(words) {
  const wanted = words.toLocaleLowerCase().trim();
  for (const row of document.querySelectorAll(".rows tbody tr")) {
    row.hidden = wanted !== "" && !row.textContent.toLocaleLowerCase().includes(wanted);
  }
}

async function load() {
  try {
    const answer = await fetch("figures", { headers: { Authorization: `tma ${signed}` } });
    if (!answer.ok) {
      say(EXCUSES[answer.status] ?? AWAY);
      return;
    }
    // The server escapes every value of this piece.
    document.getElementById("page").innerHTML = await answer.text();
    document.getElementById("search").addEventListener("input", (event) => filterRows(event.target.value));
  } catch {
    say(AWAY);
  }
}

load();
