namespace Microsoft.Azure.Functions.Worker;

/// <summary>What the worker knows of a function. Nothing uses it here: it takes its name, as it does in the package.</summary>
public abstract class FunctionDefinition;
