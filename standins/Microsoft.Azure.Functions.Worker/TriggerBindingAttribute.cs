namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>The binding that makes a function run; a function has exactly one, on one of its parameters.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public abstract class TriggerBindingAttribute : BindingAttribute;
