// The shop's look on the form: colours, font and corners of the session's branding_settings.

const fonts = {
    be_vietnam_pro: "'Be Vietnam Pro'", bitter: "Bitter, serif", chakra_petch: "'Chakra Petch'", hahmlet: "Hahmlet, serif", inconsolata: "Inconsolata, monospace",
    inter: "Inter", lato: "Lato", lora: "Lora, serif", m_plus_1_code: "'M PLUS 1 Code', monospace", montserrat: "Montserrat", noto_sans: "'Noto Sans'",
    noto_sans_jp: "'Noto Sans JP'", noto_serif: "'Noto Serif', serif", nunito: "Nunito", open_sans: "'Open Sans'", pridi: "Pridi, serif", pt_sans: "'PT Sans'",
    pt_serif: "'PT Serif', serif", raleway: "Raleway", roboto: "Roboto", roboto_slab: "'Roboto Slab', serif", source_sans_pro: "'Source Sans Pro'",
    titillium_web: "'Titillium Web'", ubuntu_mono: "'Ubuntu Mono', monospace", zen_maru_gothic: "'Zen Maru Gothic'",
};
const corners = { rectangular: ["0px", "0px"], rounded: ["8px", "12px"], pill: ["24px", "24px"] };

/** How light a colour looks, from 0 to 1, as WCAG counts it. */
function luminance(hex) {
    const full = hex.length === 4 ? hex.replace(/[0-9a-f]/gi, "$&$&") : hex;
    const [red, green, blue] = [1, 3, 5].map(at => {
        const part = parseInt(full.slice(at, at + 2), 16) / 255;
        return part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4;
    });
    return .2126 * red + .7152 * green + .0722 * blue;
}

export function dress(branding) {
    if (!branding) return;
    const root = document.documentElement;
    const set = (name, value) => root.style.setProperty(name, value);
    set("color-scheme", luminance(branding.background_color) > .179 ? "light" : "dark");
    set("background-color", branding.background_color);
    set("--accent", branding.button_color);
    set("--on-accent", luminance(branding.button_color) > .179 ? "#000000" : "#ffffff");
    const [small, large] = corners[branding.border_style] ?? corners.rounded;
    set("--corner", small);
    set("--corner-large", large);
    const font = fonts[branding.font_family];
    if (font) set("font-family", `${font}, system-ui, sans-serif`);
}
