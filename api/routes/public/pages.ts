import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import type { App } from '../../app-type';
import { NumberParams } from '../../contract/request-parts';
import { everybody } from '../../identity/access';

/*
 * What people meet who follow a link from a mail, or type the bare address: a page that says what this is and where to
 * go. It is the same for everybody and looks nothing up, so it tells nobody whether there is such a case.
 */

const page = { config: { access: everybody } };

export async function pageRoutes(app: App): Promise<void> {
  app.get('/', { ...page, schema: { hide: true } }, (_request, reply) => send(reply, welcome));
  app.get(
    '/cases/:number',
    {
      ...page,
      schema: { hide: true, params: NumberParams },
    },
    ({ params: { number } }, reply) => send(reply, ofCase(number)),
  );
}

interface Content {
  readonly title: string;
  readonly zh: string;
  readonly en: string;
}

const welcome: Content = {
  title: '案结 Anjie',
  zh: `<p>案结是公共安全监管的办案系统:举报、项目审批、检查、整改与奖励,自受理至办结。</p>
<ul>
<li>举报人:凭查询码办理,无需账号。查询码只在提交时显示一次,请勿告知他人。</li>
<li>工作人员与企业联系人:登录后方可查阅案件。</li>
<li>接口说明:<a href="/openapi.json">/openapi.json</a>;在本机运行时可读:<a href="/docs">/docs</a>。</li>
<li>错误代码:<a href="/problems">/problems</a>。</li>
</ul>`,
  en: `<p>Anjie is a casework system for public safety: tip-offs, approvals of projects, inspections, rectification and rewards, from their first day to their last.</p>
<ul>
<li>Reporters go on with their receipt code and need no account. The code was shown once; tell it to nobody.</li>
<li>Staff and contacts of enterprises log in before they read a case.</li>
<li>The interface is described at <a href="/openapi.json">/openapi.json</a>, and on the machine itself readably at <a href="/docs">/docs</a>.</li>
<li>What its codes mean: <a href="/problems">/problems</a>.</li>
</ul>`,
};

/** @param number has the format `case-number`: nothing in it is markup */
function ofCase(number: string): Content {
  const address = `/api/cases/${number}`;
  return {
    title: `${number} · 案结 Anjie`,
    zh: `<p>这是案件编号 <code>${number}</code> 的链接。案件内容须登录后,由有权人员查阅:<code>GET <a href="${address}">${address}</a></code>。</p>
<p>如您不是收件人,请勿转发本链接。<a href="/">首页</a></p>`,
    en: `<p>This is the address of the case <code>${number}</code>. What is in it is read by those who may, once they have logged in: <code>GET <a href="${address}">${address}</a></code>.</p>
<p>If the message was not meant for you, do not pass the link on. <a href="/">First page</a></p>`,
  };
}

const style = 'body{max-width:42rem;margin:3rem auto;padding:0 1rem;font:1rem/1.7 sans-serif}';
const styleHash = createHash('sha256').update(style).digest('base64');
/** No script, no picture, no form, nothing from elsewhere. */
const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`;

function send(reply: FastifyReply, { title, zh, en }: Content): FastifyReply {
  return reply
    .header('content-security-policy', policy)
    .header('content-language', 'zh-CN, en')
    .type('text/html; charset=utf-8')
    .serializer((html: string) => html).send(`<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><title>${title}</title><style>${style}</style></head>
<body>
<main><h1>案结 Anjie</h1>
${zh}
</main>
<section lang="en">
${en}
</section>
</body>
</html>
`);
}
