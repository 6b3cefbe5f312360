import type { Language } from './catalogue.js';
import type { Remedy } from './problem.js';

/** The texts of the invented platform that hosts the element. */
export interface HostPageTexts {
  readonly bankTitle: string;
  readonly cardTitle: string;
  readonly renewTitle: string;
  readonly bankLead: string;
  readonly cardLead: string;
  readonly renewLead: string;
  readonly steps: readonly [link: string, details: string, done: string];
  readonly working: string;
  readonly linkedTitle: string;
  readonly renewedTitle: string;
  readonly renewedLead: string;
  readonly balance: string;
  readonly readBalance: string;
  readonly letBankForget: string;
  readonly stale: string;
  readonly renew: string;
  readonly another: string;
  /** What is said where a step could not be done. */
  readonly remedies: Readonly<Record<Remedy, string>>;
  readonly linkAgain: string;
  /** Goes before the backend's code. */
  readonly reference: string;
}

export const hostPageTexts: Readonly<Record<Language, HostPageTexts>> = {
  en: {
    bankTitle: 'Link your bank account',
    cardTitle: 'Add your debit card',
    renewTitle: 'Renew your bank connection',
    bankLead: 'Payouts go straight to your account. It takes about a minute.',
    cardLead: 'Get paid to your card within minutes.',
    renewLead: 'Your bank asks you to log in again. Nothing else changes.',
    steps: ['Link', 'Details', 'Done'],
    working: 'One moment…',
    linkedTitle: 'Ready for payouts',
    renewedTitle: 'Connection renewed',
    renewedLead: 'Your bank trusts us again. Payouts go on as before.',
    balance: 'Balance',
    readBalance: 'Read balance',
    letBankForget: 'Simulate: the bank wants a new login',
    stale: 'Your bank wants you to log in again before it tells the balance.',
    renew: 'Renew the connection',
    another: 'Link another',
    remedies: {
      'link-again': 'The permission to use this account is no longer valid. Please link it again.',
      'correct-input': 'Something in this form is not accepted. Please check what you typed.',
      'try-later': 'This does not work at the moment. Please try again in a few minutes.',
      'reload-page': 'You are no longer signed in. Please load this page again.',
      'ask-support': 'We cannot do this for you yet. Please contact our support and mention the code below.',
    },
    linkAgain: 'Link again',
    reference: 'Code for our support:',
  },
  es: {
    bankTitle: 'Vincule su cuenta bancaria',
    cardTitle: 'Añada su tarjeta de débito',
    renewTitle: 'Renueve la conexión con su banco',
    bankLead: 'Los pagos llegan directamente a su cuenta. Tarda cerca de un minuto.',
    cardLead: 'Reciba sus pagos en la tarjeta en minutos.',
    renewLead: 'Su banco pide que inicie sesión otra vez. No cambia nada más.',
    steps: ['Vincular', 'Datos', 'Listo'],
    working: 'Un momento…',
    linkedTitle: 'Todo listo para los pagos',
    renewedTitle: 'Conexión renovada',
    renewedLead: 'Su banco vuelve a confiar en nosotros. Los pagos siguen como antes.',
    balance: 'Saldo',
    readBalance: 'Consultar saldo',
    letBankForget: 'Simular: el banco pide un nuevo inicio de sesión',
    stale: 'Su banco pide que inicie sesión otra vez antes de mostrar el saldo.',
    renew: 'Renovar la conexión',
    another: 'Vincular otra',
    remedies: {
      'link-again': 'El permiso para usar esta cuenta ya no es válido. Vincúlela de nuevo, por favor.',
      'correct-input': 'Algún dato del formulario no se acepta. Revise lo que ha escrito, por favor.',
      'try-later': 'Esto no funciona en este momento. Inténtelo de nuevo en unos minutos.',
      'reload-page': 'Su sesión ha terminado. Vuelva a cargar esta página, por favor.',
      'ask-support':
        'Todavía no podemos hacer esto por usted. Escriba a nuestro soporte e indique el código de abajo.',
    },
    linkAgain: 'Vincular de nuevo',
    reference: 'Código para nuestro soporte:',
  },
  fr: {
    bankTitle: 'Associez votre compte bancaire',
    cardTitle: 'Ajoutez votre carte de débit',
    renewTitle: 'Renouvelez la connexion à votre banque',
    bankLead: 'Les versements arrivent directement sur votre compte. Comptez une minute.',
    cardLead: 'Recevez vos versements sur votre carte en quelques minutes.',
    renewLead: 'Votre banque vous demande de vous reconnecter. Rien d’autre ne change.',
    steps: ['Association', 'Détails', 'Terminé'],
    working: 'Un instant…',
    linkedTitle: 'Prêt pour les versements',
    renewedTitle: 'Connexion renouvelée',
    renewedLead: 'Votre banque nous fait de nouveau confiance. Les versements continuent comme avant.',
    balance: 'Solde',
    readBalance: 'Consulter le solde',
    letBankForget: 'Simuler : la banque exige une reconnexion',
    stale: 'Votre banque vous demande de vous reconnecter avant d’indiquer le solde.',
    renew: 'Renouveler la connexion',
    another: 'Associer un autre compte',
    remedies: {
      'link-again': 'L’autorisation d’utiliser ce compte n’est plus valable. Associez-le de nouveau.',
      'correct-input': 'Une information du formulaire n’est pas acceptée. Vérifiez votre saisie.',
      'try-later': 'Cela ne fonctionne pas pour le moment. Réessayez dans quelques minutes.',
      'reload-page': 'Votre session est terminée. Rechargez cette page.',
      'ask-support':
        'Nous ne pouvons pas encore le faire pour vous. Contactez notre assistance en indiquant le code ci-dessous.',
    },
    linkAgain: 'Associer de nouveau',
    reference: 'Code pour notre assistance :',
  },
};
