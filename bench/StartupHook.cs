using Hookwork.Bench;

/// <summary>
/// The startup hook that the runtime calls before Main in a process prepared by <see cref="ServerMemory"/>. The runtime
/// prescribes the name.
/// </summary>
#pragma warning disable MA0047, RCS1110, CA1050 // It must be in the global namespace.
internal static class StartupHook
#pragma warning restore MA0047, RCS1110, CA1050
{
    public static void Initialize() => ServerMemory.Serve();
}
