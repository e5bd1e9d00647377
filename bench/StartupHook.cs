using Hookwork.Bench;

/// <summary>
/// What the runtime calls in a process that was started with <see cref="ServerMemory"/>, before its own Main; the name
/// is the runtime's.
/// </summary>
#pragma warning disable MA0047, RCS1110, CA1050 // It must stand outside of any namespace.
internal static class StartupHook
#pragma warning restore MA0047, RCS1110, CA1050
{
    public static void Initialize() => ServerMemory.Serve();
}
