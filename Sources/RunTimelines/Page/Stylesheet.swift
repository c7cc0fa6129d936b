/// How a page looks.
enum Stylesheet {
  /// A colour to write on, and one to write with, in the light and in the dark.
  private struct Colours {
    let light: (ground: String, ink: String)
    let dark: (ground: String, ink: String)
  }

  private static func colours(of kind: RunTimeline.Event.Kind) -> Colours {
    switch kind {
    case .work: Colours(light: ("#d6e4ff", "#0b2f6b"), dark: ("#16315f", "#cfe0ff"))
    case .message: Colours(light: ("#1d4ed8", "#ffffff"), dark: ("#9dbdff", "#0a1a3a"))
    case .arrival: Colours(light: ("#cdeee4", "#06473a"), dark: ("#0d4236", "#bff2e2"))
    case .wait: Colours(light: ("#eceff3", "#3b4452"), dark: ("#2a303a", "#c9d1dc"))
    case .end: Colours(light: ("#0f6b3a", "#ffffff"), dark: ("#7ee0a8", "#04210f"))
    case .failure: Colours(light: ("#b3131b", "#ffffff"), dark: ("#ff9a9a", "#3a0508"))
    case .cancellation: Colours(light: ("#5b3a8c", "#ffffff"), dark: ("#cdb2ff", "#1f0d3d"))
    case .fault: Colours(light: ("#ffd7b0", "#6b2c00"), dark: ("#5a2c08", "#ffd9b5"))
    case .timeout: Colours(light: ("#fff0a8", "#574400"), dark: ("#4d3f05", "#ffeb99"))
    case .loss: Colours(light: ("#fbd3e4", "#7a0f43"), dark: ("#5a1236", "#ffd0e5"))
    case .note: Colours(light: ("#e3e6ea", "#262b33"), dark: ("#39404b", "#e7ebf0"))
    }
  }

  private static func rules(_ colours: (RunTimeline.Event.Kind) -> (String, String)) -> String {
    RunTimeline.Event.Kind.allCases.map { kind in
      let (ground, ink) = colours(kind)
      return """
        .\(kind.rawValue),td.\(kind.rawValue)::before{background-color:\(ground);color:\(ink)}
        """
    }.joined(separator: "\n")
  }

  /// The sign of each kind, with its name for who can't see it.
  private static let signs = RunTimeline.Event.Kind.allCases.map { kind in
    "td.\(kind.rawValue)::before{content:\"\(kind.sign)\" / \"\(kind.rawValue)\"}"
  }.joined(separator: "\n")

  static let text = """

    :root{color-scheme:light dark;--page:#ffffff;--ink:#16191f;--soft:#525a66;--line:#d5dae1;\
    --arrow:#7f8da3;--wrong:#b3131b;--tint:#fff3f3;--band:#f6f8fa}
    \(rules { colours(of: $0).light })
    @media (prefers-color-scheme:dark){
    :root{--page:#12151a;--ink:#e8ebf0;--soft:#a9b2bf;--line:#343b46;--arrow:#77859b;\
    --wrong:#ff9a9a;--tint:#2b1517;--band:#181c22}
    \(rules { colours(of: $0).dark })
    }
    *{box-sizing:border-box}
    html{scroll-padding-bottom:40vh}
    body,.image{margin:0;padding:16px;background:var(--page);color:var(--ink);\
    font:14px/1.45 system-ui,sans-serif;overflow-wrap:anywhere}
    h1{font-size:20px;margin:0 0 4px}
    h2{font-size:16px;margin:16px 0 8px}
    h3{font-size:13px;margin:0}
    p{margin:4px 0;white-space:pre-wrap;unicode-bidi:isolate}
    header p{color:var(--soft);max-width:100ch}
    h1,header p,.pair p{max-height:9em;overflow:auto}
    a{color:inherit}
    .skip a:not(:focus){position:absolute;left:-9999px}
    .violation{border:3px solid var(--wrong);background:var(--tint);border-radius:6px;\
    padding:8px 14px;margin:12px 0}
    .violation h2{margin:0 0 6px;color:var(--wrong)}
    .pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(240px,1fr));gap:4px 24px}
    .legend{list-style:none;display:flex;flex-wrap:wrap;gap:4px 14px;padding:0;margin:10px 0}
    .k{display:inline-block;min-width:20px;text-align:center;border-radius:3px;padding:0 3px}
    .scroll{overflow-x:auto;border:1px solid var(--line);border-radius:6px}
    .chart{position:relative;isolation:isolate;width:calc(100% - var(--o))}
    .lane{position:absolute;left:0;right:calc(0px - var(--o));border-top:1px solid var(--line);z-index:-1}
    .lane h3{position:sticky;left:0;width:max-content;max-width:340px;padding:1px 8px;margin-top:2px;background:var(--page);\
    white-space:nowrap;overflow:hidden;text-overflow:ellipsis;unicode-bidi:isolate}
    .arrows{position:absolute;left:0;top:0;z-index:-2;overflow:hidden}
    .arrows line{stroke:var(--arrow);stroke-width:1;marker-end:url(#tip)}
    .arrows marker path{fill:var(--arrow)}
    .mark{position:absolute;top:0;bottom:0;border-left:1px solid var(--line);z-index:-3}
    .mark i{position:absolute;left:0;top:0;padding:3px 5px;white-space:nowrap;font-style:normal;\
    font-size:12px;color:var(--soft);background:var(--page)}
    .mark i.last{left:auto;right:0}
    .mark i.low{top:26px}
    .fold{position:absolute;top:0;bottom:0;z-index:-3;border:dashed var(--soft);border-width:0 1px;\
    background:repeating-linear-gradient(135deg,transparent 0 5px,var(--line) 5px 6px)}
    .frame{position:absolute;top:0;bottom:0;margin-left:-2px;border-left:3px solid var(--wrong);\
    z-index:-2;scroll-margin:40vh 160px 0}
    .lane,.arrows,.counter,.mark,.frame{pointer-events:none}
    .bar,.sign{position:absolute;height:20px;border-radius:4px;padding:0 4px;font-size:12px;\
    line-height:20px;white-space:nowrap;overflow:clip;text-overflow:ellipsis;\
    text-decoration:none;unicode-bidi:isolate}
    .sign{border-radius:10px}
    .bar{box-shadow:inset 1px 0 var(--page)}
    .bar::before,.sign::before,.callout i::before{content:attr(data-n)}
    .bar::before{position:sticky;left:4px}
    .callout{position:absolute;z-index:1;width:max-content;max-width:420px;padding:2px 8px;border-radius:4px;\
    border:2px solid var(--wrong);background:var(--tint);color:var(--wrong);font-size:12px;font-weight:600}
    .callout i{display:block;font-style:normal;line-height:18px;white-space:nowrap;overflow:hidden;\
    text-overflow:ellipsis;unicode-bidi:isolate}
    .bar.wait{background-image:repeating-linear-gradient(90deg,transparent 0 6px,var(--page) 6px 8px)}
    .bar.cancellation,.bar.fault{outline:1px dashed}
    a.wrong,a.lost{outline:3px solid var(--wrong);outline-offset:1px;z-index:1}
    a.lost{outline-style:dashed}
    .bar:hover::after,.bar:focus::after,.sign:hover::after,.sign:focus::after{content:attr(data-t);\
    position:fixed;z-index:9;left:8px;right:8px;bottom:8px;max-height:50vh;overflow:auto;padding:8px 12px;\
    border:2px solid var(--soft);border-radius:6px;background:var(--page);color:var(--ink);\
    white-space:pre-wrap;line-height:1.45;unicode-bidi:plaintext}
    a:focus-visible{outline:3px solid var(--ink);outline-offset:1px;z-index:2}
    .counter{position:absolute;left:0;right:0;height:36px;z-index:-1}
    .counter i{position:sticky;left:0;display:inline-block;padding:0 8px;font-size:11px;background:var(--page);\
    line-height:15px;font-style:normal;color:var(--soft)}
    .counter svg{display:block;width:100%}
    .counter path{fill:var(--arrow);fill-opacity:.45}
    table{border-collapse:collapse;width:100%}
    .long .rows{content-visibility:auto;contain-intrinsic-size:auto 7300px}
    .long table{table-layout:fixed}
    .long th:nth-child(1){width:20ch}
    .long th:nth-child(2){width:24ch}
    .long td:not([class]){white-space:normal}
    caption{text-align:left;font-weight:600;padding-top:10px}
    th,td{text-align:left;vertical-align:top;padding:4px 8px;border-bottom:1px solid var(--line)}
    td:not([class]){min-width:11ch;white-space:nowrap;font-variant-numeric:tabular-nums}
    td:not([class])+td:not([class]){min-width:17ch;overflow-wrap:break-word;white-space:normal}
    td i{font-style:normal;font-size:12px;margin-left:8px;color:var(--soft);unicode-bidi:isolate}
    tr.wrong{outline:3px solid var(--wrong);outline-offset:-2px;background:var(--tint)}
    tr:target{background:var(--band);outline:2px solid var(--soft);outline-offset:-2px}
    table td[class]{background:none;color:inherit}
    td[class]::before{display:inline-block;min-width:20px;text-align:center;border-radius:3px;\
    margin-right:6px}
    \(signs)
    details{margin-top:16px}
    @media (max-width:640px){body{padding:8px}th,td{padding:4px}td:not([class]){min-width:8ch;white-space:normal;overflow-wrap:break-word}td:not([class])+td:not([class]){min-width:13ch}}
    @media print{.scroll{overflow:visible;border:0}h1,header p,.pair p{max-height:none}*{print-color-adjust:exact}tr,.bar,.sign,.callout,.counter{break-inside:avoid}h2{break-after:avoid}}

    """
}
