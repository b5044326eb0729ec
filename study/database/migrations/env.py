"""Where Alembic's revisions meet the connection that the store hands over."""

from alembic import context

from study.database.tables import META

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=META, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
