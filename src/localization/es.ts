import type { ExchangeLinkTexts } from './texts.js';

export const texts: ExchangeLinkTexts = {
  loading: 'Conectando de forma segura…',
  ready: 'Continuará con {partner}.',
  start: 'Continuar con {partner}',
  opening: 'Abriendo {partner}…',
  open: '{partner} está abierto.',
  redirecting: 'Le llevamos a {partner}…',
  success: 'Listo. Su cuenta está vinculada.',
  exited: 'Salió antes de terminar. No se vinculó nada.',
  retry: 'Intentar de nuevo',
  close: 'Cerrar',
  frame: 'Vincule su cuenta con {partner}',
  errorSetup: 'No se puede abrir aquí. Póngase en contacto con el servicio de asistencia.',
  errorNetwork: 'No pudimos conectar. Compruebe su conexión e inténtelo de nuevo.',
  errorExpired: 'Este enlace ha caducado. Empiece de nuevo.',
  errorBlocked: 'No se pudo cargar {partner}. Puede que lo impida un bloqueador de contenido o la red.',
  errorTimeout: '{partner} no respondió a tiempo.',
  errorPartner: '{partner} informó de un problema.',
  errorRedirect: 'No se pudo abrir {partner} desde esta página.',
};
