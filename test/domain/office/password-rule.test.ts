import { passwordFault } from '../../../domain/office/password-rule';

describe('a password', () => {
  it.each([
    ['short', 'eleven-chars'.slice(0, 11)],
    ['the login with signs around it', 'chief-fire-2026!'],
    ['the login in other letters', 'ＣＨＩＥＦ－ＦＩＲＥ２０２６'],
    ['one character again and again', 'aaaaaaaaaaaaaaaa'],
    ['a commonplace', 'Password123456'],
    ['two commonplaces', 'admin-123456-888888'],
    ['a row of keys', '1qaz2wsx3edc!!'],
  ])('is not taken where it is %s', (_, password) => {
    const fault = passwordFault(password, 'chief-fire');
    expect(fault?.zh).toMatch(/\p{Script=Han}/u);
    expect(fault?.en).toMatch(/^\P{Script=Han}+$/u);
  });

  it.each([
    '春眠不觉晓处处闻啼鸟夜来风雨声',
    'correct horse battery',
    'k3mq-9x2a-b7hw-tz4n',
    'anjie-demo-2026',
  ])('such as %s is taken', (password) => {
    expect(passwordFault(password, 'chief')).toBeNull();
  });
});
