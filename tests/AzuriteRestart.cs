using Hookwork.SelfHost;

namespace Hookwork.Tests;

/// <summary>Restarts an Azurite whose ports any other process may use while it is away.</summary>
internal static class AzuriteRestart
{
    /// <summary>As <see cref="Azurite.RestartAsync"/>, once its ports are free.</summary>
    public static async Task RestartOnFreePortsAsync(this Azurite azurite)
    {
        for (var deadline = Deadline.Start(); ; deadline.Check("A free port"))
        {
            try
            {
                await azurite.RestartAsync();
                return;
            }
            catch (SelfHostException exception) when (exception.Message.Contains("in use", StringComparison.Ordinal))
            {
                await Task.Delay(200);
            }
        }
    }
}
