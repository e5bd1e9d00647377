namespace Hookwork.Webhooks.Targets;

/// <summary>A target's name leads where no delivery may go. The message is one sentence.</summary>
public sealed class TargetRefusedException(string message) : Exception(message);
