namespace Hookwork.SelfHost.Functions;

/// <summary>Runs a function when a condition is met.</summary>
internal interface ITrigger
{
    /// <summary>Runs until stopped; completes when the last running function has ended.</summary>
    /// <param name="stopping">Stops the trigger from starting functions.</param>
    /// <param name="aborting">Cancels running functions.</param>
    Task RunAsync(CancellationToken stopping, CancellationToken aborting);
}
