// The small drawing of the chair from its side: back and leg rest stand as the chair reports them.
import { svg } from "./dom.js";

const HIP = "46 56", KNEE = "76 56"; // where back and leg rest turn

// makeRecliner draws into an svg and returns what moves it, in degrees: recline between seat and back, leg rest
// down from level.
export function makeRecliner(picture) {
  picture.setAttribute("viewBox", "0 0 120 84");
  const line = (d, name) => svg("path", { d, class: name });
  const back = svg("g", {}), legs = svg("g", {});
  back.append(line("M46 56V10", "back"), line("M52 52V22", "person"), svg("circle", { class: "person", cx: 52, cy: 14, r: 5 }));
  legs.append(line("M76 56H104", "legs"));
  picture.replaceChildren(line("M6 79H114", "floor"), line("M46 56H76", "seat"), back, legs, line("M52 56V79M70 56V79", "seat"));
  return (recline, leg) => {
    back.setAttribute("transform", `rotate(${(90 - recline).toFixed(1)} ${HIP})`);
    legs.setAttribute("transform", `rotate(${leg.toFixed(1)} ${KNEE})`);
  };
}
