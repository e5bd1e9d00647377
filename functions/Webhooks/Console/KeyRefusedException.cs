namespace Hookwork.Webhooks.Console;

/// <summary>The runtime refuses the key of a session, which was changed since.</summary>
internal sealed class KeyRefusedException() : Exception("The function key is refused.");
