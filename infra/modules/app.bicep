// The function app on Flex Consumption, and its settings.
param planName string
param name string
param location string
param tags object
param identityName string
param storageName string
param packagesContainer string
param insightsName string

@description('The subnet to run in; empty for none.')
param subnetId string
param instanceMemory int
param maximumInstances int

@description('Whether an instance may start from a placeholder.')
param usePlaceholder bool
param patchworkUrl string
param patchworkProjects string
param patchworkSince string
param patchworkTimeZone string
@secure()
param patchworkToken string
param pollSchedule string
param walkSchedule string
param publicUrl string
@secure()
param hookSecret string
param allowedHosts string
param otlpEndpoint string
param otlpProtocol string
@secure()
param otlpSecretHeaders string

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' existing = {
  name: identityName
}

resource account 'Microsoft.Storage/storageAccounts@2023-05-01' existing = {
  name: storageName
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: {
    tier: 'FlexConsumption'
    name: 'FC1'
  }
  properties: {
    reserved: true
  }
}

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: name
  location: location
  // azd deploys the service of this name in azure.yaml here.
  tags: union(tags, {
    'azd-service-name': 'hookwork'
  })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    httpsOnly: true
    clientAffinityEnabled: false
    siteConfig: {
      minTlsVersion: '1.2'
    }
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${account.properties.primaryEndpoints.blob}${packagesContainer}'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identity.id
          }
        }
      }
      runtime: {
        name: 'dotnet-isolated'
        version: '10.0'
      }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemory
        maximumInstanceCount: maximumInstances
      }
    }
  }

  // Deployment requires Entra ID.
  resource ftp 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: {
      allow: false
    }
  }

  resource scm 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: {
      allow: false
    }
  }
}

// Empty values are omitted, so that the app's or the platform's default applies.
var optional = {
  Patchwork__Projects: patchworkProjects
  Patchwork__TimeZone: patchworkTimeZone
  Patchwork__Token: patchworkToken
  Hookwork__HookSecret: hookSecret
  Hookwork__AllowedHosts: allowedHosts
  OTEL_EXPORTER_OTLP_ENDPOINT: otlpEndpoint
  OTEL_EXPORTER_OTLP_PROTOCOL: empty(otlpEndpoint) ? '' : otlpProtocol
  OTEL_EXPORTER_OTLP_HEADERS: otlpSecretHeaders
  WEBSITE_USE_PLACEHOLDER_DOTNETISOLATED: usePlaceholder ? '' : '0'
}
var given = toObject(filter(items(optional), item => !empty(item.value)), item => item.key, item => item.value)

resource settings 'Microsoft.Web/sites/config@2024-04-01' = {
  parent: app
  name: 'appsettings'
  properties: union(given, {
    AzureWebJobsStorage__accountName: account.name
    AzureWebJobsStorage__blobServiceUri: account.properties.primaryEndpoints.blob
    AzureWebJobsStorage__queueServiceUri: account.properties.primaryEndpoints.queue
    AzureWebJobsStorage__tableServiceUri: account.properties.primaryEndpoints.table
    AzureWebJobsStorage__credential: 'managedidentity'
    AzureWebJobsStorage__clientId: identity.properties.clientId
    AzureWebJobsDisableHomepage: 'true'
    APPLICATIONINSIGHTS_CONNECTION_STRING: insights.properties.ConnectionString
    APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.properties.clientId};Authorization=AAD'
    Patchwork__Url: patchworkUrl
    Patchwork__Since: patchworkSince
    Hookwork__InstanceMegabytes: string(instanceMemory)
    PollSchedule: pollSchedule
    WalkSchedule: walkSchedule
    Hookwork__PublicUrl: empty(publicUrl) ? 'https://${app.properties.defaultHostName}' : publicUrl
  })
}

output name string = app.name
output url string = 'https://${app.properties.defaultHostName}'
