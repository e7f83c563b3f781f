// Which chats are open lives in the address (#chats=1,2), so a reload, a bookmark and the back button keep the view.

/** The ids of the open chats, in order. */
export function openChats() {
  const found = /chats=([\d,]*)/.exec(location.hash);
  return found ? [...new Set(found[1].split(",").filter(Boolean).map(Number))] : [];
}

export function setOpenChats(ids) {
  const hash = ids.length ? `#chats=${ids.join(",")}` : "#";
  if (location.hash !== hash && !(hash === "#" && location.hash === "")) location.hash = hash;
}

export const onAddress = (listener) => window.addEventListener("hashchange", listener);
