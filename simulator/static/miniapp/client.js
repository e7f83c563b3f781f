// window.Telegram.WebApp for a Mini App that must run without the network: the part of Telegram's script that Mini Apps
// mostly use, over the same three channels (a frame's parent, Android's and iOS's proxy, the desktop's notify).

(() => {
  if (window.Telegram?.WebApp) return;
  const launch = launchWords();
  const initData = launch.get("tgWebAppData") ?? "";
  const listeners = new Map();
  const unsafe = Object.fromEntries(new URLSearchParams(initData));
  for (const name of ["user", "receiver", "chat"]) if (unsafe[name]) unsafe[name] = JSON.parse(unsafe[name]);

  /** The words the app was opened with; kept for the app's other pages, whose addresses lack them. */
  function launchWords() {
    const key = "telegram.launch";
    const hash = location.hash.slice(1);
    try {
      if (hash.includes("tgWebApp")) sessionStorage.setItem(key, hash);
      return new URLSearchParams(sessionStorage.getItem(key) ?? hash);
    } catch {
      return new URLSearchParams(hash);
    }
  }

  function post(eventType, eventData = {}) {
    if (window.TelegramWebviewProxy) window.TelegramWebviewProxy.postEvent(eventType, JSON.stringify(eventData));
    else if (window.external && "notify" in window.external) window.external.notify(JSON.stringify({ eventType, eventData }));
    else if (window.parent !== window) window.parent.postMessage(JSON.stringify({ eventType, eventData }), "*");
  }

  function emit(name, ...values) {
    for (const listener of listeners.get(name) ?? []) listener.apply(app, values);
  }

  function pressable(setup, pressed, look) {
    const button = {
      ...look,
      isVisible: false,
      setText: (text) => change({ text }),
      setParams: (params) => change({ ...params, isVisible: params.is_visible ?? button.isVisible, isActive: params.is_active ?? button.isActive }),
      show: () => change({ isVisible: true }),
      hide: () => change({ isVisible: false }),
      enable: () => change({ isActive: true }),
      disable: () => change({ isActive: false }),
      showProgress: () => change({ isProgressVisible: true }),
      hideProgress: () => change({ isProgressVisible: false }),
      onClick: (listener) => (app.onEvent(pressed, listener), button),
      offClick: (listener) => (app.offEvent(pressed, listener), button),
    };
    function change(fields) {
      Object.assign(button, fields);
      post(setup, { is_visible: button.isVisible, is_active: button.isActive, is_progress_visible: button.isProgressVisible,
        text: button.text, color: button.color, text_color: button.textColor });
      return button;
    }
    return button;
  }

  const app = {
    initData,
    initDataUnsafe: unsafe,
    version: launch.get("tgWebAppVersion") ?? "8.0",
    platform: launch.get("tgWebAppPlatform") ?? "web",
    themeParams: JSON.parse(launch.get("tgWebAppThemeParams") ?? "{}"),
    colorScheme: "light",
    isExpanded: false,
    viewportHeight: window.innerHeight,
    viewportStableHeight: window.innerHeight,
    onEvent: (name, listener) => void (listeners.get(name) ?? listeners.set(name, new Set()).get(name)).add(listener),
    offEvent: (name, listener) => void listeners.get(name)?.delete(listener),
    ready: () => post("web_app_ready"),
    expand: () => post("web_app_expand"),
    close: () => post("web_app_close"),
    sendData: (data) => post("web_app_data_send", { data }),
    openLink: (url) => post("web_app_open_link", { url }),
    openTelegramLink: (url) => post("web_app_open_tg_link", { path_full: new URL(url).pathname + new URL(url).search }),
    enableClosingConfirmation: () => post("web_app_setup_closing_behavior", { need_confirmation: true }),
    disableClosingConfirmation: () => post("web_app_setup_closing_behavior", { need_confirmation: false }),
    showPopup(params, done = () => {}) {
      const once = (answer) => {
        app.offEvent("popupClosed", once);
        done(answer.button_id);
      };
      app.onEvent("popupClosed", once);
      post("web_app_open_popup", params);
    },
    showAlert: (message, done = () => {}) => app.showPopup({ message, buttons: [{ type: "ok", id: "" }] }, () => done()),
    showConfirm: (message, done = () => {}) =>
      app.showPopup({ message, buttons: [{ type: "cancel", id: "" }, { type: "ok", id: "ok" }] }, (id) => done(id === "ok")),
    isVersionAtLeast: (version) => parseFloat(app.version) >= parseFloat(version),
    setHeaderColor: () => {},
    setBackgroundColor: () => {},
    HapticFeedback: { impactOccurred: () => {}, notificationOccurred: () => {}, selectionChanged: () => {} },
  };
  app.MainButton = pressable("web_app_setup_main_button", "mainButtonClicked", { text: "Continue", isActive: true, isProgressVisible: false });
  app.BackButton = pressable("web_app_setup_back_button", "backButtonClicked", {});

  function paint(colours) {
    app.themeParams = colours;
    const dark = parseInt((colours.bg_color ?? "#ffffff").slice(1, 3), 16) < 128;
    app.colorScheme = dark ? "dark" : "light";
    for (const [name, colour] of Object.entries(colours)) {
      document.documentElement.style.setProperty(`--tg-theme-${name.replaceAll("_", "-")}`, colour);
    }
    document.documentElement.style.setProperty("--tg-color-scheme", app.colorScheme);
  }

  const HEARD = {
    theme_changed(data) {
      paint(data.theme_params);
      emit("themeChanged");
    },
    viewport_changed(data) {
      app.viewportHeight = data.height;
      app.viewportStableHeight = data.height;
      app.isExpanded = data.is_expanded;
      emit("viewportChanged", { isStateStable: data.is_state_stable });
    },
    main_button_pressed: () => emit("mainButtonClicked"),
    back_button_pressed: () => emit("backButtonClicked"),
    popup_closed: (data) => emit("popupClosed", data),
  };

  window.addEventListener("message", (event) => {
    if (event.source !== window.parent || typeof event.data !== "string") return;
    try {
      const { eventType, eventData } = JSON.parse(event.data);
      HEARD[eventType]?.(eventData ?? {});
    } catch {
      // Others may post to this window too; what is not ours is not our business.
    }
  });

  const receiveEvent = (eventType, eventData) => HEARD[eventType]?.(eventData ?? {});
  paint(app.themeParams);
  window.Telegram = { WebApp: app, WebView: { receiveEvent } };
  window.TelegramGameProxy_receiveEvent = receiveEvent;
  window.TelegramGameProxy = { receiveEvent };
  post("iframe_ready");
})();
