// The archive: an account without keys, with every container, queue and table that the app uses.
param name string
param location string
param tags object
param softDeleteDays int
param publicAccess bool

// The app creates missing ones at startup. They are declared here so that a deployment is complete before it starts.
var packages = 'packages'
var containers = [
  packages
  'mboxes'
  'catalog'
  'slots'
  'keys'
]
var triggerQueues = [
  'refresh'
  'deliveries'
  'deliveries-later'
]
var poisonQueues = [for queue in triggerQueues: '${queue}-poison']
var tableNames = [
  'Projects'
  'People'
  'Users'
  'Patches'
  'Covers'
  'Series'
  'Comments'
  'CommentChanges'
  'Checks'
  'Events'
  'Open'
  'MessageIds'
  'Bundles'
  'Changes'
  'Cursors'
  'Completions'
  'Subscriptions'
  'Outbox'
  'Payloads'
  'Deliveries'
  'Reports'
]

resource account 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: {
    name: 'Standard_LRS'
  }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: publicAccess ? 'Enabled' : 'Disabled'
    networkAcls: {
      bypass: 'None'
      defaultAction: publicAccess ? 'Allow' : 'Deny'
    }
  }

  resource blobs 'blobServices' = {
    name: 'default'
    properties: {
      deleteRetentionPolicy: {
        enabled: true
        days: softDeleteDays
      }
      containerDeleteRetentionPolicy: {
        enabled: true
        days: softDeleteDays
      }
    }

    resource container 'containers' = [for container in containers: {
      name: container
      properties: {
        publicAccess: 'None'
      }
    }]
  }

  resource queues 'queueServices' = {
    name: 'default'

    resource queue 'queues' = [for queue in concat(triggerQueues, poisonQueues): {
      name: queue
    }]
  }

  resource tables 'tableServices' = {
    name: 'default'

    resource table 'tables' = [for table in tableNames: {
      name: table
    }]
  }

  // The app keeps two snapshots a project, the older one at most two weeks old; older blobs are orphaned.
  resource lifecycle 'managementPolicies' = {
    name: 'default'
    dependsOn: [
      blobs
    ]
    properties: {
      policy: {
        rules: [
          {
            name: 'forgotten-snapshots'
            type: 'Lifecycle'
            enabled: true
            definition: {
              filters: {
                blobTypes: [
                  'blockBlob'
                ]
                prefixMatch: [
                  'catalog/'
                ]
              }
              actions: {
                baseBlob: {
                  delete: {
                    daysAfterModificationGreaterThan: 60
                  }
                }
              }
            }
          }
        ]
      }
    }
  }
}

output name string = account.name
output packagesContainer string = packages
