namespace Hookwork.SelfHost;

/// <summary>The app cannot run here; the message is one sentence for the user.</summary>
/// <param name="message">What is wrong and what to do.</param>
public sealed class SelfHostException(string message) : Exception(message);
