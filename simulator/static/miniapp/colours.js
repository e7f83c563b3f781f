// The page's colours under the names Telegram gives them to Mini Apps.

const NAMES = { bg_color: "--panel", secondary_bg_color: "--chat", text_color: "--ink", hint_color: "--ink-2", link_color: "--accent",
  button_color: "--accent", button_text_color: "--on-accent", header_bg_color: "--panel", section_bg_color: "--panel",
  section_header_text_color: "--accent", subtitle_text_color: "--ink-2", destructive_text_color: "--bad", accent_text_color: "--accent" };

/** {bg_color: "#ffffff", …} for the theme in force. */
export function themeColours() {
  const probe = document.createElement("i");
  document.body.append(probe);
  const colours = {};
  for (const [name, variable] of Object.entries(NAMES)) {
    probe.style.color = `var(${variable})`;
    const [red, green, blue] = getComputedStyle(probe).color.match(/[\d.]+/g).map(Number);
    colours[name] = `#${[red, green, blue].map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;
  }
  probe.remove();
  return colours;
}
