import type { ExchangeLinkTexts } from './texts.js';

export const texts: ExchangeLinkTexts = {
  loading: 'Connexion sécurisée…',
  offline: 'Vous êtes hors ligne. La suite viendra au retour de la connexion.',
  unknownPartner: 'votre banque',
  cancel: 'Annuler',
  ready: 'Vous allez continuer avec {partner}.',
  start: 'Continuer avec {partner}',
  opening: 'Ouverture de {partner}…',
  open: '{partner} est ouvert.',
  redirecting: 'Nous vous dirigeons vers {partner}…',
  success: 'C’est fait. Votre compte est lié.',
  exited: 'Vous avez quitté avant la fin. Rien n’a été lié.',
  retry: 'Réessayer',
  close: 'Fermer',
  frame: 'Liez votre compte avec {partner}',
  errorSetup: 'Impossible d’ouvrir ceci ici. Veuillez communiquer avec le soutien.',
  errorNetwork: 'Connexion impossible. Vérifiez votre connexion et réessayez.',
  errorExpired: 'Ce lien a expiré. Veuillez recommencer.',
  errorBlocked:
    '{partner} n’a pas pu être chargé. Un bloqueur de contenu ou le réseau en est peut-être la cause.',
  errorTimeout: '{partner} n’a pas répondu à temps.',
  errorPartner: '{partner} a signalé un problème.',
  errorRedirect: '{partner} n’a pas pu être ouvert à partir de cette page.',
};
