namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>What binds a function to something outside of it.</summary>
public abstract class BindingAttribute : Attribute;
