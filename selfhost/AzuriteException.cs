namespace Hookwork.SelfHost;

/// <summary>Azurite cannot be installed or started; the message is one sentence for the person at the keyboard.</summary>
/// <param name="message">What is wrong and what to do.</param>
public sealed class AzuriteException(string message) : Exception(message);
