using BirD.Restoration.Priors.Import.Torch.Pickle;

namespace BirD.Restoration.Priors.Import.Torch;

/// <summary>Finds the mapping name -> tensor in what a checkpoint holds.</summary>
internal static class StateDictionary
{
    private const string NestedKey = "state_dict";
    private const string ModulePrefix = "module.";

    /// <summary>The tensors of the root mapping, or of its entry <c>state_dict</c>, in file order.</summary>
    /// <exception cref="PriorException">Neither holds tensors, or a view leaves its storage.</exception>
    public static IReadOnlyList<StoredTensor> Find(string file, object? root)
    {
        var dictionary = root as PickleDict ?? throw new PriorException(
            $"'{file}' holds no mapping of names to tensors. Save the model's state_dict().");
        var tensors = Tensors(dictionary);
        if (tensors.Count == 0 && dictionary.Find(NestedKey) is PickleDict nested)
        {
            tensors = Tensors(nested);
        }

        if (tensors.Count == 0)
        {
            throw new PriorException(
                $"'{file}' holds no tensors at its top or under '{NestedKey}' (keys: {string.Join(", ", dictionary.Names.Take(8))}). Save the model's state_dict().");
        }

        return WithoutModulePrefix([.. tensors.Select(t => t.Checked(file))]);
    }

    /// <summary>Drops the prefix that data-parallel training puts before every name.</summary>
    public static IReadOnlyList<StoredTensor> WithoutModulePrefix(IReadOnlyList<StoredTensor> tensors) =>
        tensors.Count > 0 && tensors.All(t => t.Name.StartsWith(ModulePrefix, StringComparison.Ordinal))
            ? [.. tensors.Select(t => t with { Name = t.Name[ModulePrefix.Length..] })]
            : tensors;

    private static List<StoredTensor> Tensors(PickleDict dictionary)
    {
        // Later entries win, as in Python.
        var found = new Dictionary<string, StoredTensor>(StringComparer.Ordinal);
        foreach (var (key, value) in dictionary.Entries)
        {
            if (key is string name && value is StoredTensor tensor)
            {
                found[name] = tensor with { Name = name };
            }
        }

        return [.. found.Values];
    }
}
