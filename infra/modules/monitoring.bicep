// Application Insights on a workspace with a daily cap, which bounds the cost of excessive logs.
param workspaceName string
param insightsName string
param location string
param tags object

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: workspaceName
  location: location
  tags: tags
  properties: {
    sku: {
      name: 'PerGB2018'
    }
    // The tables of Application Insights keep 90 days in any case, at no charge.
    retentionInDays: 30
    workspaceCapping: {
      // In GB. After it, logs are dropped until the next day. Bicep has no decimal numbers.
      dailyQuotaGb: json('0.2')
    }
    features: {
      disableLocalAuth: true
    }
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: insightsName
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    IngestionMode: 'LogAnalytics'
    DisableLocalAuth: true
  }
}

output workspaceName string = workspace.name
output insightsName string = insights.name
