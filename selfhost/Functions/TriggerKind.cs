namespace Hookwork.SelfHost.Functions;

/// <summary>What makes a function run.</summary>
internal enum TriggerKind
{
    Http,
    Timer,
    Queue,
}
