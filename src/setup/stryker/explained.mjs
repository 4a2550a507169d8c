export const explained = [];
