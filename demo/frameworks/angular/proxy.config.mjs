const { BACKEND = 'http://localhost:3000' } = process.env;

export default { '/api': { target: BACKEND } };
