namespace Hookwork.Webhooks.Targets;

/// <summary>
/// A target's name resolves to an address that deliveries may not go to. The message is one sentence.
/// </summary>
public sealed class TargetRefusedException(string message) : Exception(message);
