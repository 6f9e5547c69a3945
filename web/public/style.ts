/** The style of every public page: own colours with contrast enough, dark where the reader has it dark, and for paper. */
export const style = `
:root{--ink:#1b1f24;--paper:#fff;--soft:#f1f4f7;--line:#6b7480;--act:#0b5394;--bad:#a61b1b;--good:#17613a}
@media(prefers-color-scheme:dark){:root{--ink:#eceff3;--paper:#14181d;--soft:#222931;--line:#98a2ad;--act:#8fc1f5;--bad:#ff9d9d;--good:#8fdcae}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:1.0625rem/1.6 system-ui,"PingFang SC","Microsoft YaHei","WenQuanYi Micro Hei",sans-serif;overflow-wrap:anywhere}
header nav{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center;padding:.6rem 1rem;background:var(--soft);border-bottom:1px solid var(--line)}
header .mark{font-weight:700;margin-right:auto}
main,footer{max-width:42rem;margin:0 auto;padding:1rem}
footer{font-size:.9rem;border-top:1px solid var(--line)}
h1{font-size:1.5rem;line-height:1.3;margin:.5rem 0 1rem}h2{font-size:1.2rem;margin:1.5rem 0 .5rem}h3{font-size:1.05rem;margin:1rem 0 .25rem}
a{color:var(--act)}
.exit,button{display:inline-block;font:inherit;font-weight:600;padding:.55rem 1rem;border-radius:.35rem;border:2px solid var(--act);background:var(--act);color:var(--paper);text-decoration:none;cursor:pointer}
.exit{background:var(--bad);border-color:var(--bad)}
button.quiet{background:none;color:var(--act)}
button.link{background:none;border:0;padding:0;color:var(--act);font-weight:400;text-decoration:underline}
a:focus-visible,button:focus-visible,input:focus-visible,select:focus-visible,textarea:focus-visible,summary:focus-visible{outline:3px solid var(--act);outline-offset:2px}
.field{margin:1.1rem 0}fieldset{border:1px solid var(--line);border-radius:.35rem;margin:1.1rem 0;padding:.5rem 1rem 1rem}
fieldset.bare{border:0;padding:0}
label,legend{font-weight:600;display:block}
.pick{display:flex;gap:.6rem;align-items:flex-start;font-weight:400;padding:.45rem 0}
.pick input{width:1.4rem;height:1.4rem;flex:none;margin:.1rem 0}
.hint{font-weight:400;color:var(--ink);opacity:.85;font-size:.95rem}
input[type=text],input[type=tel],input[type=date],input[type=file],select,textarea{width:100%;font:inherit;color:inherit;background:var(--paper);border:1px solid var(--line);border-radius:.35rem;padding:.55rem}
textarea{min-height:8rem}
.wrong{border-left:4px solid var(--bad);padding-left:.75rem}
.fault{color:var(--bad);font-weight:600;margin:.2rem 0}
.box{border:2px solid var(--line);border-radius:.35rem;padding:.25rem 1rem;margin:1rem 0}
.box.bad{border-color:var(--bad)}.box.good{border-color:var(--good)}
.soft{background:var(--soft);border-radius:.35rem;padding:.25rem 1rem;margin:1rem 0}
dl.rows{display:flex;flex-wrap:wrap;gap:0 1.5rem}
dl{margin:.5rem 0}dt{font-weight:600;margin-top:.6rem}dd{margin:0}.text{white-space:pre-wrap}
.code{font:700 1.35rem/1.4 ui-monospace,Menlo,Consolas,monospace;letter-spacing:.02em}
.qr{width:11rem;height:11rem;display:block;background:#fff;padding:.5rem}
.buttons{display:flex;flex-wrap:wrap;gap:.75rem;margin:1.25rem 0}
ul.ways{list-style:none;padding:0}ul.ways li{margin:.75rem 0}ul.ways a{display:block;padding:.8rem 1rem;border:2px solid var(--act);border-radius:.35rem;font-weight:600}
@media print{header,footer,form,.screen{display:none!important}body{background:#fff;color:#000}}
`;
