/** A small project with data, in the fixture language: nothing in it is wrong. */
export const CHURN = `
#- modelyard.yaml
project: shop
language: 1
#- churn.dataset.yaml
dataset: churn
source: churn.csv
key: [id]
#- churn.csv
id,tenure,churned
1,3,true
2,5,false
3,8,true
#- churn.pipeline.yaml
pipeline: churn
steps:
  examples:
    uses: data/examples
    with:
      from: churn
      label: {churned: churned}
      columns: {months: tenure}
`;
