namespace SecurityMonkey.Plugins;

/// <summary>Takes what a plug-in has to offer.</summary>
public interface IPluginRegistry
{
    /// <summary>Adds an account type.</summary>
    /// <param name="accountType">The account type; its name must be new.</param>
    void AddAccountType(IAccountType accountType);

    /// <summary>Adds an item type, so that its documents are recognised and completed by name.</summary>
    /// <param name="itemType">The item type; its id must be new.</param>
    void AddItemType(ItemType itemType);

    /// <summary>Adds a way to define item types of a provider that are too many to be registered one by one.</summary>
    /// <param name="provider">The first part of their ids.</param>
    /// <param name="define">Defines an item type by its id.</param>
    void AddItemTypeFamily(string provider, Func<string, ItemType> define);

    /// <summary>Adds a watcher for an account type.</summary>
    /// <param name="accountType">The name of the account type, which may come from another plug-in.</param>
    /// <param name="watcher">The watcher; it wins over one that the account type's session brings for the same item type.</param>
    void AddWatcher(string accountType, IWatcher watcher);

    /// <summary>Adds an auditor.</summary>
    /// <param name="auditor">The auditor; the ids of its rules must be new.</param>
    void AddAuditor(IAuditor auditor);

    /// <summary>Adds a kind of condition that rule documents can use by its name.</summary>
    /// <param name="evaluator">The evaluator; its name must be new.</param>
    void AddEvaluator(IRuleEvaluator evaluator);
}
