import type { EndpointService } from '../../support/endpoints/endpoint-access.ts';

export const voyageService: EndpointService = { name: 'Voyage', baseUrl: 'https://api.voyageai.com/v1', keyVariable: 'VOYAGE_API_KEY' };

export const cohereService: EndpointService = { name: 'Cohere', baseUrl: 'https://api.cohere.com', keyVariable: 'CO_API_KEY' };
