namespace AliyunIotWs.Emulator.Judging.Reporting;

/// <summary>How a report looks, on a screen of any width and on paper.</summary>
internal static class ReportStyle
{
    public const string Text =
        """
        :root{--failed:#b3261e;--warned:#a15c00;--passed:#1b6e3c;--unseen:#6b7280;--ink:#1f2933;--line:#d9dee5;--soft:#f5f7fa}
        *{box-sizing:border-box}
        body{margin:0;background:#fff;color:var(--ink);font:16px/1.5 system-ui,"Segoe UI","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
        main{max-width:60rem;margin:0 auto;padding:1.5rem 1rem}
        h1{font-size:1.7rem;margin:0 0 .5rem}
        h2{font-size:1.2rem;margin:2rem 0 .6rem;border-bottom:1px solid var(--line);padding-bottom:.3rem}
        h3{font-size:1rem;margin:0;overflow-wrap:anywhere}
        h3 small{font-weight:400;color:var(--unseen)}
        dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem .8rem;margin:0}
        dt{color:var(--unseen)}
        dd{margin:0;overflow-wrap:anywhere}
        ul,ol{margin:.3rem 0;padding-left:1.2rem}
        .tiles{display:grid;grid-template-columns:repeat(4,1fr);gap:.5rem;list-style:none;padding:0}
        .tiles li{border:1px solid var(--line);border-top:4px solid var(--tone);border-radius:.3rem;padding:.4rem .6rem;text-align:center}
        .tiles b{display:block;font-size:1.6rem;line-height:1.2;color:var(--tone)}
        .tiles span{font-size:.85rem}
        .failed{--tone:var(--failed)}.warned{--tone:var(--warned)}.passed{--tone:var(--passed)}.unseen{--tone:var(--unseen)}
        .bad a{color:var(--tone);font-weight:600}
        article{border-left:4px solid var(--tone);background:var(--soft);padding:.5rem .8rem;margin:.5rem 0;border-radius:0 .3rem .3rem 0;break-inside:avoid}
        article p{margin:.25rem 0}
        .mark{display:inline-block;background:var(--tone);color:#fff;border-radius:.2rem;padding:0 .45rem;font-size:.8rem;font-weight:600;-webkit-print-color-adjust:exact;print-color-adjust:exact}
        .evidence{font:.85rem/1.45 ui-monospace,"Cascadia Mono",Consolas,"Noto Sans Mono CJK SC",monospace;overflow-wrap:anywhere}
        .source{font-size:.8rem;color:var(--unseen)}
        .scroll{overflow-x:auto}
        .acts{columns:2;column-gap:2rem;font-size:.85rem;padding-left:2rem}
        .acts li{break-inside:avoid}
        .acts span{font-variant-numeric:tabular-nums;color:var(--unseen)}
        svg{width:100%;height:auto;display:block}
        svg text{font:11px system-ui,"Segoe UI","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;fill:#1f2933}
        footer{margin-top:2rem;font-size:.8rem;color:var(--unseen);border-top:1px solid var(--line)}
        @media (max-width:34rem){main{padding:1rem .7rem}.tiles{grid-template-columns:repeat(2,1fr)}.acts{columns:1}svg{min-width:38rem}svg text{font-size:15px}}
        @media print{body{font-size:10.5pt}main{max-width:none;padding:0}a{color:inherit;text-decoration:none}h2{break-after:avoid}article{background:#fff;border:1px solid var(--line);border-left:4px solid var(--tone)}}
        """;
}
