import type { Words } from '../en/mail.ts'

export const words: Words = {
  title: 'ایمیل شما',
  notWhole: 'این صفحه برای پیوند داخل ایمیل است؛ این پیوند کامل نیست.',
  verifyTitle: 'تأیید ایمیل',
  verifyText: 'آیا این نشانی از آنِ شماست؟',
  verify: 'تأیید نشانی',
  verifyDone: 'نشانی تأیید شد. اکنون می‌توانید وارد شوید.',
  resetTitle: 'گذرواژهٔ تازه',
  resetText: 'گذرواژه‌ای تازه برگزینید. همهٔ نشست‌های این حساب پایان می‌یابد.',
  password: 'گذرواژهٔ تازه',
  passwordHint: 'دست‌کم ۸ نویسه',
  reset: 'ثبت گذرواژه',
  resetDone: 'گذرواژه ثبت شد. اکنون می‌توانید وارد شوید.',
  toApp: 'رفتن به برنامه',
  failed: 'انجام نشد.',
}
