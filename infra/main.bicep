// Hookwork on Azure: one resource group with a Flex Consumption app, a storage account, logs and alerts.
// azd up, or: az deployment sub create --name hookwork --location eastus --parameters infra/main.bicepparam
targetScope = 'subscription'

@description('A short name for this deployment; it is part of every resource name.')
@minLength(2)
@maxLength(24)
param environmentName string

@description('The region. It must offer Flex Consumption: az functionapp list-flexconsumption-locations')
param location string

@description('The resource group; it is created if it does not exist.')
param resourceGroupName string = 'rg-${environmentName}'

@description('The root of the Patchwork server to follow, such as https://patchwork.ozlabs.org/.')
@minLength(1)
param patchworkUrl string

@description('Link names or ids of its projects, separated by commas; empty for every project of the server.')
param patchworkProjects string = ''

@description('Where a first start begins: now, beginning, or a date such as 2026-01-31T00:00:00.')
param patchworkSince string = 'now'

@description('The zone of the server\'s clock, such as UTC; empty if it is not known.')
param patchworkTimeZone string = ''

@description('An API token of the server; without one, the lists of people and users cannot be read.')
@secure()
param patchworkToken string = ''

@description('When to poll, as six-field NCRONTAB.')
param pollSchedule string = '0 * * * * *'

@description('When a backfill or reconciliation begins or continues, as six-field NCRONTAB. Each run costs at least a second of an instance.')
param walkSchedule string = '30 */15 * * * *'

@description('Scheme and host of this deployment for its users, such as https://hookwork.example.org; empty for the app\'s own.')
param publicUrl string = ''

@description('The secrets with which events pushed to /hooks/patchwork are signed, separated by commas; empty to accept none.')
@secure()
param hookSecret string = ''

@description('Hosts to which webhooks may be sent although their addresses are private or their scheme is http, separated by commas.')
param allowedHosts string = ''

@description('The OTLP collector that gets traces and metrics, such as https://otlp.example.org; empty for none.')
param otlpEndpoint string = ''

@description('The protocol of the collector.')
@allowed([
  'http/protobuf'
  'grpc'
])
param otlpProtocol string = 'http/protobuf'

@description('Headers for the collector, such as its API key: name=value, separated by commas.')
@secure()
param otlpSecretHeaders string = ''

@description('Who gets the alerts, by mail; empty for no alerts and no budget.')
param alertEmail string = ''

@description('The budget of a month, in the currency of the bill; mail is sent at 80 and at 100 percent of it. 0 for none.')
@minValue(0)
param budgetAmount int = 10

@description('The first day of the month in which the budget was first deployed, such as 2026-11-01. Azure refuses to change it later. Empty for no budget.')
param budgetStart string = ''

@description('Whether storage is reachable from a virtual network only. This adds three private endpoints, which are billed.')
param privateNetwork bool = false

@description('Memory of an instance, in MB: 512 for a project or a few, 2048 for more. See docs/scale.md.')
@allowed([
  512
  2048
  4096
])
param instanceMemory int = 512

@description('The most instances at a time of each queue and timer function, and of the HTTP functions together.')
@minValue(1)
@maxValue(1000)
param maximumInstances int = 40

@description('Whether an instance may start from a placeholder, which is faster: see Placeholders in docs/operate.md.')
param usePlaceholder bool = false

@description('Days for which deleted or overwritten blobs can be restored.')
@minValue(1)
@maxValue(365)
param softDeleteDays int = 7

var tags = {
  'azd-env-name': environmentName
}
var token = uniqueString(subscription().id, environmentName, location)

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: resourceGroupName
  location: location
  tags: tags
}

module identity 'modules/identity.bicep' = {
  name: 'identity'
  scope: group
  params: {
    name: 'id-${environmentName}-${token}'
    location: location
    tags: tags
  }
}

module monitoring 'modules/monitoring.bicep' = {
  name: 'monitoring'
  scope: group
  params: {
    workspaceName: 'log-${environmentName}-${token}'
    insightsName: 'appi-${environmentName}-${token}'
    location: location
    tags: tags
  }
}

module storage 'modules/storage.bicep' = {
  name: 'storage'
  scope: group
  params: {
    name: 'st${token}'
    location: location
    tags: tags
    softDeleteDays: softDeleteDays
    publicAccess: !privateNetwork
  }
}

module network 'modules/network.bicep' = if (privateNetwork) {
  name: 'network'
  scope: group
  params: {
    name: 'vnet-${environmentName}-${token}'
    location: location
    tags: tags
    storageName: storage.outputs.name
  }
}

module access 'modules/access.bicep' = {
  name: 'access'
  scope: group
  params: {
    principalId: identity.outputs.principalId
    storageName: storage.outputs.name
    insightsName: monitoring.outputs.insightsName
  }
}

module app 'modules/app.bicep' = {
  name: 'app'
  scope: group
  // The app's first start needs the roles and the private endpoints.
  dependsOn: [
    access
  ]
  params: {
    planName: 'plan-${environmentName}-${token}'
    name: 'func-${environmentName}-${token}'
    location: location
    tags: tags
    identityName: identity.outputs.name
    storageName: storage.outputs.name
    packagesContainer: storage.outputs.packagesContainer
    insightsName: monitoring.outputs.insightsName
    subnetId: privateNetwork ? network!.outputs.appSubnetId : ''
    instanceMemory: instanceMemory
    maximumInstances: maximumInstances
    usePlaceholder: usePlaceholder
    patchworkUrl: patchworkUrl
    patchworkProjects: patchworkProjects
    patchworkSince: patchworkSince
    patchworkTimeZone: patchworkTimeZone
    patchworkToken: patchworkToken
    pollSchedule: pollSchedule
    walkSchedule: walkSchedule
    publicUrl: publicUrl
    hookSecret: hookSecret
    allowedHosts: allowedHosts
    otlpEndpoint: otlpEndpoint
    otlpProtocol: otlpProtocol
    otlpSecretHeaders: otlpSecretHeaders
  }
}

module alerts 'modules/alerts.bicep' = if (!empty(alertEmail)) {
  name: 'alerts'
  scope: group
  params: {
    name: environmentName
    location: location
    tags: tags
    email: alertEmail
    workspaceName: monitoring.outputs.workspaceName
    budgetAmount: budgetAmount
    budgetStart: budgetStart
  }
}

output AZURE_RESOURCE_GROUP string = group.name
output AZURE_LOCATION string = location
output HOOKWORK_URL string = app.outputs.url
output HOOKWORK_STATUS_URL string = '${app.outputs.url}/status'
output HOOKWORK_APP_NAME string = app.outputs.name
output HOOKWORK_STORAGE_NAME string = storage.outputs.name
output HOOKWORK_WORKSPACE_NAME string = monitoring.outputs.workspaceName
// azd down removes outputs from azd's environment, so the next azd up chooses the month of its budget anew.
output HOOKWORK_BUDGET_START string = budgetStart
