ALTER TABLE `messages` ADD `film` text;--> statement-breakpoint
CREATE INDEX `messages_by_film` ON `messages` (`room_code`,`film`,`id`);