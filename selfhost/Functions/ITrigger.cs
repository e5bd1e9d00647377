namespace Hookwork.SelfHost.Functions;

/// <summary>Waits for a reason to run a function, and runs it.</summary>
internal interface ITrigger
{
    /// <summary>Runs until stopped; ends when the last running function has ended.</summary>
    /// <param name="stopping">Cancelled when nothing new shall be started.</param>
    /// <param name="aborting">Cancelled when running functions shall end at once.</param>
    Task RunAsync(CancellationToken stopping, CancellationToken aborting);
}
