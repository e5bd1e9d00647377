namespace Hookwork.Webhooks.Console;

/// <summary>A visitor is not let in. The message is a sentence for them.</summary>
internal sealed class ConsoleException(string message) : Exception(message);
