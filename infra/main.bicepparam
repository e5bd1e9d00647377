using './main.bicep'

// azd gives its environment's values here; for az, export them or write them in.
param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'hookwork')
param location = readEnvironmentVariable('AZURE_LOCATION', 'eastus')
param patchworkUrl = readEnvironmentVariable('HOOKWORK_PATCHWORK_URL', 'https://patchwork.ozlabs.org/')
param patchworkProjects = readEnvironmentVariable('HOOKWORK_PATCHWORK_PROJECTS', 'qemu-devel')
param patchworkSince = readEnvironmentVariable('HOOKWORK_PATCHWORK_SINCE', 'now')
param patchworkTimeZone = readEnvironmentVariable('HOOKWORK_PATCHWORK_TIMEZONE', '')
param patchworkToken = readEnvironmentVariable('HOOKWORK_PATCHWORK_TOKEN', '')
param pollSchedule = readEnvironmentVariable('HOOKWORK_POLL_SCHEDULE', '0 * * * * *')
param walkSchedule = readEnvironmentVariable('HOOKWORK_WALK_SCHEDULE', '30 */15 * * * *')
param publicUrl = readEnvironmentVariable('HOOKWORK_PUBLIC_URL', '')
param hookSecret = readEnvironmentVariable('HOOKWORK_HOOK_SECRET', '')
param allowedHosts = readEnvironmentVariable('HOOKWORK_ALLOWED_HOSTS', '')
param alertEmail = readEnvironmentVariable('HOOKWORK_ALERT_EMAIL', '')
param budgetAmount = int(readEnvironmentVariable('HOOKWORK_BUDGET', '10'))
param budgetStart = readEnvironmentVariable('HOOKWORK_BUDGET_START', '')
param privateNetwork = bool(readEnvironmentVariable('HOOKWORK_PRIVATE_NETWORK', 'false'))
